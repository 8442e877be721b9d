"""`ilnmail site`: the public topic pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, show


def site(
    out: Annotated[Path, typer.Option("--out", help="The folder to write into; a web host serves it.")],
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """The topic pages, with the answers that people share. Example: ilnmail site --out /srv/www/iln"""
    from ilnmail.app.inside import texts
    from ilnmail.app.site import site_files, write_site
    from ilnmail.database import reading
    from ilnmail.pages import PageError

    with installation(config) as app, reading(app.engine) as db:
        try:
            made, answers = site_files(db, app.inside, texts("templates", app.settings), app.now())
            changed, gone = write_site(out, made)
        except PageError as error:
            fail(str(error))
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}; make the folder, or name another with --out")
    figures = {"pages": len(made), "changed": changed, "removed": gone, "answers": answers}
    if json:
        show([figures], True, "")
        return
    print(f"{len(made)} pages with {answers} answers in {out}: {changed} new or changed, {gone} removed.")
    if not app.settings.programme.site:
        print("Prompts do not link to them yet: put their address into the settings as programme.site.")


COMMANDS: dict[str, Callable[..., Any]] = {"site": site}
