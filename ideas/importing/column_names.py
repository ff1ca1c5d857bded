"""What known exports call their columns, field by field, the surest name first.

Gathered from the exports of IdeaScale, Decidim, Consul, Fider, UserVoice, Citizen Space and Canny, from spreadsheets
and forms in English, Khmer, French, Spanish, German and Portuguese. Written the way `columns.normalise` leaves a name.
"""

import re

NAMES: dict[str, str] = {
    "id": "id, external id, uuid, guid, identifier, លេខសម្គាល់, identifiant, identificador",
    "number": "reference, ref, idea number, number, key, no, nr, num, slug, លេខ",
    "idea_id": """
        idea id, proposal id, suggestion id, post id, submission id, response id, petition id, project id,
        investment id, feature request id, commentable id, id idea, ideaid, postid, proposalid, idea
        external id, idea ref, idea reference, on idea
    """,
    "comment_id": "comment id, commentid, id comment, reply id",
    "parent_id": """
        parent id, parent comment id, parent comment, parent, reply to, in reply to, in reply to id, reply
        to id, ancestor id, parentid, replied to
    """,
    "title": """
        title, idea title, proposal title, suggestion title, post title, idea name, proposal name, name of
        the idea, name of idea, subject, headline, heading, short title, summary title, ចំណងជើង,
        ចំណងជើងគំនិត, titre, título, titulo, titel, títol, titolo, betreff
    """,
    "body": """
        body, text, details, description, idea description, idea details, idea text, idea body, content,
        contents, full description, full text, long description, message, idea, proposal text, suggestion,
        suggestion body, post, post body, body text, submission, response text, answer text, post text,
        suggestion text, html, body html, description html, content html, details html, plain text,
        ខ្លឹមសារ, អត្ថបទ, ពិពណ៌នា, គំនិត, contenu, corps, texte, descripción, descripcion, contenido, texto,
        cuerpo, beschreibung, inhalt, descrição, descricao, descrizione, descripció
    """,
    "summary": """
        summary, abstract, excerpt, short description, teaser, tagline, synopsis, resumen, résumé, resume,
        resumo, សង្ខេប
    """,
    "problem": """
        problem, problem statement, the problem, challenge statement, issue, current situation, background,
        problem description, pain point, បញ្ហា, problème, problema
    """,
    "proposal": """
        proposal, solution, proposed solution, the proposal, intervention, suggested solution, idea
        solution, recommendation, សំណើ, ដំណោះស្រាយ, proposition, propuesta, vorschlag, lösung, proposta,
        solución, solução
    """,
    "gain": """
        gain, hoped for gain, expected gain, why important, why is this idea important, why is it important,
        why important to you, why does it matter, benefit, benefits, expected benefit, expected benefits,
        impact, expected impact, expected results, outcome, expected outcome, rationale, justification,
        importance, why the contribution is important, why is this important, ផលចំណេញ, អត្ថប្រយោជន៍,
        ផលរំពឹងទុក, avantages, beneficios, nutzen, benefícios
    """,
    "author": """
        author, author name, authors, author display name, created by, created by name, creator, creator
        name, submitter, submitter name, submitted by, submitted by name, proposer, contributor, posted by,
        poster, user name, username, user, display name, idea submitter, idea author, participant,
        respondent, name of author, full name, your name, commenter, commented by, owner, owner name,
        member, member name, nickname, screen name, handle, author nickname, author username, creator
        display name, អ្នកនិពន្ធ, អ្នកស្នើ, ឈ្មោះ, ឈ្មោះអ្នកស្នើ, auteur, autor, verfasser, autora, autore
    """,
    "first_name": """
        first name, given name, forename, author first name, firstname, prénom, nombre de pila, vorname
    """,
    "last_name": "last name, surname, family name, author last name, lastname, nachname, apellidos",
    "email": """
        email, e mail, author email, creator email, submitter email, user email, email address, idea
        submitter email, created by email, created by email address, អ៊ីមែល, correo, correo electrónico,
        courriel
    """,
    "date": """
        submitted at, submitted on, date submitted, submission date, submitted, submission time, created at,
        created on, created, creation date, date created, created date, created timestamp, created time,
        create date, date time, datetime, published at, published on, date published, publication date,
        published, published timestamp, posted at, posted on, date posted, post date, posted, posted date,
        date, timestamp, time, comment date, commented at, idea date, date of submission, date of creation,
        added, date added, entry date, inserted at, year, start year, created utc, created at utc,
        កាលបរិច្ឆេទ, ថ្ងៃ, ថ្ងៃដាក់ស្នើ, ថ្ងៃខែឆ្នាំ, date de création, date de publication, fecha, fecha de
        creación, creado, publicado, datum, erstellt, erstellt am, data, creado el, créé le, data de criação
    """,
    "up": """
        votes up, vote up, up votes, upvotes, upvote count, upvotes count, up vote, votes for, vote for, for
        votes, positive votes, yes votes, ayes, cached votes up, likes, like, like count, likes count,
        thumbs up, agree, agrees, agreed, in favour, in favor, for, pro, votes pro, votes positive, total
        upvotes, number of upvotes, votes yes, yes, ups, up count, in favour votes, votos a favor, a favor,
        pour, votes pour, dafür
    """,
    "total": """
        supports, support, support count, supports count, supporters, supporters count, supporter count,
        number of supporters, number of supports, votes count, vote count, total votes, votes, votes total,
        number of votes, num votes, nvotes, vote, vote total, votecount, total supports, endorsements,
        endorsements total count, endorsements count, signatures, total voters, voters, total supporters,
        proposal votes count, cached votes total, stars, hearts, claps, reactions, គាំទ្រ, ចំនួនគាំទ្រ,
        សំឡេង, soutiens, nombre de votes, apoyos, votos, total votos, stimmen, unterstützer, apoios, suports
    """,
    "score": """
        score, net votes, net score, points, karma, balance, votes net, cached votes score, vote score,
        total score
    """,
    "down": """
        votes down, vote down, down votes, downvotes, downvote count, down vote, down, votes against, vote
        against, against, negative votes, no votes, cached votes down, dislikes, thumbs down, disagree, con,
        contra, downs, votes no, votos en contra, en contra, contre, votes contre, dagegen
    """,
    "tags": """
        tags, tag, tag list, labels, label, keywords, keyword, topics, topic tags, tag names, label names,
        hashtags, labels name, tags comma separated, ស្លាក, ពាក្យគន្លឹះ, mots clés, étiquettes, etiquetas,
        schlagworte
    """,
    "category": """
        category, category name, categories, campaign, campaign name, theme, themes, topic, forum, forum
        name, board, board name, challenge, challenge name, area, subject area, domain, policy area,
        campaign group, taxonomies name, ប្រភេទ, ប្រធានបទ, catégorie, thème, categoría, tema, kategorie,
        thema, categoria
    """,
    "organisation": """
        organisation, organization, ministry, department, agency, institution, organisation name,
        organization name, organisation code, ministry code, ministry name, directorate, ស្ថាប័ន, ក្រសួង,
        organisme, ministère, organización, ministerio, organisationseinheit
    """,
    "province": """
        province, province code, province name, scope name, district, region, city, location, ខេត្ត,
        រាជធានីខេត្ត, provincia
    """,
    "language": "language, lang, locale, language code, ភាសា, langue, idioma, sprache",
    "url": """
        url, link, permalink, web address, idea url, source url, href, web link, idea link, portal url, idea
        permalink, public url, web url, តំណ, lien, enlace
    """,
    "licence": "licence, license, rights, អាជ្ញាប័ណ្ណ",
    "private": """
        private, is private, hidden, is hidden, confidential, deleted, is deleted, spam, is spam,
        unpublished, draft, is draft
    """,
    "comment": """
        comment, comment text, comment body, comment content, reply, reply text, reply body, comment
        details, comment description, មតិ, មតិយោបល់, commentaire, comentario, kommentar, comentário
    """,
    "comments": "comments, replies, comment list, children, responses, discussion",
    "second_title": "second title, other title, title in other language, translated title",
    "second_summary": "second summary, other summary, translated summary",
    "kind": "type, kind, record type, row type, object type, commentable type",
}
"""Names by field, separated by commas."""

LANGUAGE_CODES = frozenset(
    re.findall(
        r"\w+",
        """
    ar bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy it ja ka km ko lb lo lt lv mk ms mt
    nb nl nn oc pl pt ro ru sk sl sq sr sv sw th tl tr uk ur vi zh
""",
    )
)
"""Language codes exports put behind a column's name (`title/en`, `body_fr`)."""

LANGUAGE_NAMES = {"english": "en", "khmer": "km", "french": "fr", "spanish": "es", "german": "de"}

PREFIXES = (
    "idea",
    "proposal",
    "suggestion",
    "post",
    "submission",
    "petition",
    "feedback",
    "feature request",
    "request",
    "comment",
)
"""What may stand before a field's name: `suggestion.title`, `Post description`."""

QUESTIONS = {
    "title": ("title", "name of your idea", "name of the idea", "ចំណងជើង"),
    "gain": ("important", "benefit", "impact", "gain", "outcome", "value", "improve", "អត្ថប្រយោជន៍", "ផលចំណេញ"),
    "proposal": ("solution", "solve", "propose", "proposal", "suggest", "your idea", "the idea", "ដំណោះស្រាយ", "សំណើ"),
    "problem": ("problem", "issue", "pain", "need", "opportunity", "បញ្ហា"),
    "body": ("describe", "description", "details", "explain", "tell us", "ពិពណ៌នា"),
    "author": ("your name", "who are you", "ឈ្មោះ"),
    "organisation": ("organisation", "organization", "ministry", "department", "ស្ថាប័ន", "ក្រសួង"),
}
"""Words by which the question of a form or a survey (three words or more) tells its field."""
