"""The tools of the browser tests work: a planted fault is found."""

from playwright.sync_api import Page


def rules_broken(page: Page, axe_source: str) -> set[str]:
    page.evaluate(axe_source)
    return {violation["id"] for violation in page.evaluate("axe.run()")["violations"]}


def test_axe_finds_a_picture_without_words(page: Page, axe_source: str) -> None:
    page.set_content('<html lang="de"><title>Dach</title><main><h1>Dach</h1><img src="data:,"></main>')
    assert rules_broken(page, axe_source) == {"image-alt"}


def test_axe_leaves_a_good_page_alone(page: Page, axe_source: str) -> None:
    page.set_content('<html lang="de"><title>Dach</title><main><h1>Dach</h1><p>Ein Dach.</p></main>')
    assert rules_broken(page, axe_source) == set()
