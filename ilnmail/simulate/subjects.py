"""The subjects by which a letter in another language is known, as its reader would know it: a few words of each."""

import re

_WORDS: dict[str, str] = {
    "place": "vous avez une place|Sie haben einen Platz|tiene un lugar|tem um lugar|у вас есть место|لكم مكان|您有名额了",
    "day-7": "avez-vous dit bonjour|schon begrüßt|ya se han saludado|já disse olá|уже поздоровались|هل تبادلتم التحية|打过招呼了吗",
    "no-answer": "que souhaitez-vous que nous fassions|was sollen wir tun|qué quiere que hagamos|o que gostaria que fizéssemos"
    "|как нам поступить|ماذا تودون أن نفعل|您希望我们怎么做",
    "in-touch": "êtes-vous toujours en contact|noch mit .+ in Verbindung|siguen en contacto|continua em contacto"
    "|вы ещё на связи|هل ما زلتم على تواصل|还有联系吗",
    "check-in": "comment cela se passe-t-il|wie geht es mit|qué tal va con|como vai com|как идёт переписка|كيف تسير الأمور"
    "|相处得怎么样",
    "survey": "cinq petites questions|fünf kurze Fragen|cinco preguntas cortas|cinco perguntas curtas|пять коротких вопросов"
    "|خمسة أسئلة قصيرة|五个小问题",
    "partner-left": "un changement :|eine Änderung:|un cambio:|uma mudança:|, перемена:|، تغيير:|有个变化",
    "partner-unreachable": "ne pouvons pas joindre|wir erreichen .+ gerade nicht|ahora no podemos llegar|não conseguimos chegar"
    "|письма сейчас не доходят|لا تصل رسائلنا الآن|我们现在联系不上",
    "rematch-noted": "nous cherchons une autre|wir suchen jemand Neues|le buscamos otra pareja$|procuramos um novo par$"
    "|мы ищем нового партнёра|نبحث لكم عن شريك جديد$|正在为您找新伙伴",
    "partner-paused": "fait une pause|macht eine Pause|hace una pausa|faz uma pausa|, пауза:|توقف مؤقت:|暂停一段时间",
    "pairing-ended": "votre duo avec|Ihr Briefwechsel mit|su pareja con|o seu par com|, переписка закончилась|انتهت المراسلة مع"
    "|的通信结束了",
    "no-partner": "pas encore de partenaire|noch kein Gegenüber|todavía sin pareja|ainda sem par|партнёра пока нет"
    "|لا شريك بعد|还没有伙伴",
    "for-partner": "est-ce pour |ist das für |es para .+\\?$|é para .+\\?$|это письмо партнёру|هل هذه إلى|这是给.+的吗",
    "strange-sender": "est-ce vous|sind Sie das|¿es usted|é você|, это вы\\?|هل هذا أنتم|这是您吗",
    "was-it-you": "était-ce vous|waren Sie das|fue usted|foi você|это были вы|هل كنتم أنتم|这是您写的吗",
    "term-reminder": "encore quatre semaines|noch vier Wochen|cuatro semanas más|mais quatro semanas|ещё четыре недели"
    "|أربعة أسابيع أخرى|还有四个星期",
    "goodbye": "votre temps avec|Ihre Zeit mit|su tiempo con|o seu tempo com|ваша переписка:|وقتكم مع|的时光",
    "again": "vous trouvons-nous une autre|wieder jemanden für Sie suchen|le buscamos otra pareja\\?|procuramos um novo par para si"
    "|найти вам нового партнёра|هل نبحث لكم عن شريك جديد؟|要为您找一位新伙伴",
}

SUBJECTS = tuple((kind, re.compile(words)) for kind, words in _WORDS.items())
"""(kind, its subject in seven languages). The first that fits."""
