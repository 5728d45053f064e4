"""Words of a question that say nothing of the need, in ten languages: "I", "need", "where", "how". They count only
where there are no others. What is also a word for something people need ("iş": work, "car") is none of these.
"""

from eindach.guide.folding import sound, typed

_WORDS = """
ich wir sie er du mir mich uns mein meine meinen meiner meinem mal bitte brauche brauchen braucht
möchte möchten will wollen
muss müssen kann können wo wie was wer wann welche welcher woher wohin der die das den dem des ein
eine einen einem einer und
oder in im an am auf aus bei beim für mit nach von vom zu zum zur über ohne nicht kein keine ist
sind bin habe haben hat gibt es
suche suchen sucht gesucht finden bekommen bekomme machen geht gehen wenn dass hier jetzt neue neuen
neuer gern gut sehr noch
i we you he she my our me the a an of for to in on at from with without and or where how what who
when which can could do does
dont don't am are be need needs want wants would like get got find search looking look please must
have has give there it this
that don t m s some any about
أنا اريد أريد احتاج أحتاج ابحث أبحث عن من في على إلى الى مع هل كيف أين اين وين متى ما ماذا هو هي لي
عندي لدي يوجد أو او و كي بدي
لازم ممكن ارجو اين
я ми мені мене мій моя моє мого потрібно потрібна потрібен треба хочу шукаю де як що хто коли який
яка чи і й та або в у на з із до
від для про по не без є можна будь ласка отримати знайти зробити
мы мне меня мой моё моего нужно нужна нужен надо ищу где как что кто когда какой какая или и с со к
от о об получить найти
сделать можно есть пожалуйста
ben biz bana benim bir ve veya ile için icin nerede nasıl ne kim hangi lazım gerek gerekiyor
istiyorum ihtiyacım var yok mı mi
arıyorum bul bulmak almak nereye nereden da de
من ما را به از در با برای و یا که است هست کجا چطور چگونه چه کی می خواهم میخواهم نیاز دارم باید لازم
چی یک این آن پیدا کردن گرفتن
je nous vous mon ma mes notre le la les l un une des du de d et ou où en au aux dans sur pour par
avec sans ne pas est suis ai
comment quoi qui quand quel quelle besoin cherche chercher trouver veux voudrais faire avoir
ኣነ ናይ ኣብ ናብ ካብ ምስ እዩ እየ ኣበይ ከመይ እንታይ መን መዓስ የድልየኒ ይደሊ ክረክብ እደሊ እፈልግ ን ንዓይ እንተ ወይ ከምኡ
"""

SMALL_WORDS = frozenset(map(sound, typed(_WORDS)))
