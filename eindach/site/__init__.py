"""Site: what all pages share: base templates, components (house, roof, language row), navigation, the start page.

Promises: WCAG 2.2 AA from 320 px, right-to-left, light and dark, without JavaScript, strict CSP,
nothing loaded from elsewhere.
"""
