"""``ribao lab ...``: the stages run over files, for measuring."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=_("Run single stages over files, to measure them.")
    )
    app.add_typer(group, name="lab")

    @group.callback()
    def lab() -> None:
        pass

    _add_extract(group)
    _add_train(group)
    _add_stories(group)
    _add_promotion(group)
    _add_claims(group)
    _add_labels(group)
    _add_attributions(group)


def _add_extract(group: typer.Typer) -> None:
    @group.command(help=_("Extract the articles of captured pages (JSON lines, may be gzipped)."))
    def extract(
        pages: Annotated[Path, typer.Argument(help=_("JSON lines, each a page; may be gzipped."))],
        output: Annotated[Path, typer.Option("-o", "--output", help=_("Where the predictions go, as JSON lines."))],
    ) -> int:
        from ribao.commands.lab import extract_pages

        return extract_pages(pages, output)


def _add_train(group: typer.Typer) -> None:
    @group.command(help=_("Train the model of stories on an archive of headlines (JSON lines, may be gzipped)."))
    def train(
        archive: Annotated[list[Path], typer.Argument(help=_("Headlines as JSON lines; may be gzipped."))],
        labels: Annotated[
            list[Path] | None, typer.Option("--labels", help=_("Items of a labelled day; may be repeated."))
        ] = None,
        stories: Annotated[
            list[Path] | None, typer.Option("--stories", help=_("Their stories, for each --labels one, in its order."))
        ] = None,
        tellings: Annotated[
            list[Path] | None,
            typer.Option("--tellings", help=_("Lines of tab-separated tellings of one event each; may be repeated.")),
        ] = None,
        skip: Annotated[
            list[str] | None,
            typer.Option("--skip", help=_("A month or day to leave out (2026-03, 2026-03-05); may be repeated.")),
        ] = None,
        out: Annotated[Path, typer.Option("--out", help=_("Where the model goes."))] = Path("stories.npz"),
        width: Annotated[int, typer.Option("--width", min=2, max=1024, help=_("Components of a vector."))] = 64,
        vocabulary: Annotated[
            int, typer.Option("--vocabulary", min=100, max=2_000_000, help=_("Grams that get a vector."))
        ] = 80_000,
        epochs: Annotated[int, typer.Option("--epochs", min=1, help=_("Passes over the pairs."))] = 4,
        seed: Annotated[int, typer.Option("--seed", min=0, help=_("Equal seed, equal model."))] = 1,
        keep_forest: Annotated[
            bool, typer.Option("--keep-forest", help=_("Without labelled days: keep the shipped model's forest."))
        ] = False,
    ) -> int:
        from ribao.cluster.train.training import Plan
        from ribao.commands.lab_train import Order, train_stories

        plan = Plan(width=width, vocabulary=vocabulary, epochs=epochs, seed=seed)
        return train_stories(
            Order(
                archive=archive, labels=labels or (), stories=stories or (), tellings=tellings or (), skip=skip or (),
                out=out, plan=plan, keep_forest=keep_forest,
            )
        )  # fmt: skip


def _add_stories(group: typer.Typer) -> None:
    model_option = typer.Option("--model", help=_("Another model of stories than the shipped one (stories.npz)."))

    @group.command(help=_("Find the stories of items (JSON lines, may be gzipped), or score your own rulings."))
    def stories(
        context: typer.Context,
        items: Annotated[
            Path | None,
            typer.Argument(help=_("JSON lines: id, source, kind, t, title, url, summary; may be gzipped.")),
        ] = None,
        output: Annotated[
            Path | None, typer.Option("-o", "--output", help=_("Where the story of each item goes, as JSON."))
        ] = None,
        model: Annotated[Path | None, model_option] = None,
        mine: Annotated[
            bool, typer.Option("--mine", help=_("How many of your rulings by hand would be found without them."))
        ] = False,
        data: Annotated[
            Path | None,
            typer.Option(metavar="DIR", help=_("The data folder of --mine (default: store.folder of the settings).")),
        ] = None,
    ) -> int:
        from ribao.commands.lab_stories import score_mine, tell_stories

        if mine:
            return score_mine(context.obj.config, data, model)
        if items is None or output is None:
            raise typer.BadParameter(_("Give the items and -o, or --mine."))
        return tell_stories(items, output, model)

    @group.command(help=_("Score stories that were found against labelled ones."))
    def score(
        gold: Annotated[Path, typer.Argument(help=_("Labels as JSON: all_ids, stories with ids, roundups."))],
        predicted: Annotated[Path, typer.Argument(help=_("What `lab stories` wrote."))],
        items: Annotated[
            list[Path] | None,
            typer.Option("--items", help=_("Items with their titles, to tell the languages; may be repeated.")),
        ] = None,
        errors: Annotated[
            int, typer.Option("--errors", min=0, help=_("Show so many pairs wrongly joined, and so many missed."))
        ] = 0,
    ) -> int:
        from ribao.commands.lab_stories import score_stories

        return score_stories(gold, predicted, items or (), errors)


def _add_labels(group: typer.Typer) -> None:
    @group.command(help=_("Channels, promotion and certainty of items (JSON lines, may be gzipped)."))
    def labels(
        context: typer.Context,
        items: Annotated[
            Path, typer.Argument(help=_("JSON lines: id, source, kind, t, title, url, summary; may be gzipped."))
        ],
        output: Annotated[Path, typer.Option("-o", "--output", help=_("Where the labels of each item go, as JSON."))],
    ) -> int:
        from ribao.app import house
        from ribao.commands.lab_labels import tell_labels

        here = house(context.obj.config)
        return tell_labels(items, output, {one.id: one for one in here.sources}, here.settings.daily_channels)

    @group.command("train-labels", help=_("Train the model of channels and certainty on labelled items."))
    def train_labels(
        archive: Annotated[
            list[Path] | None, typer.Argument(help=_("Headlines without labels, as JSON lines; may be gzipped."))
        ] = None,
        items: Annotated[
            list[Path] | None, typer.Option("--items", help=_("Labelled items as JSON lines; may be repeated."))
        ] = None,
        labels: Annotated[
            list[Path] | None, typer.Option("--labels", help=_("Their labels, for each --items one, in its order."))
        ] = None,
        skip: Annotated[
            list[str] | None,
            typer.Option("--skip", help=_("A month or day to leave out (2026-03, 2026-03-05); may be repeated.")),
        ] = None,
        out: Annotated[Path, typer.Option("--out", help=_("Where the model goes."))] = Path("labels.npz"),
        most: Annotated[int, typer.Option("--most", min=0, help=_("Most headlines taken from the archive."))] = 32_000,
        width: Annotated[int, typer.Option("--width", min=1, max=512, help=_("Directions learned from it."))] = 64,
        cost: Annotated[float, typer.Option("--cost", min=0.001, help=_("Cost of an error."))] = 0.3,
        seed: Annotated[int, typer.Option("--seed", min=0, help=_("Equal seed, equal model."))] = 1,
    ) -> int:
        from ribao.annotate.train.fitting import Plan
        from ribao.commands.lab_train_labels import Order
        from ribao.commands.lab_train_labels import train_labels as train

        order = Order(
            items=items or (), labels=labels or (), archive=archive or (), skip=skip or (), most=most, out=out,
            plan=Plan(width=width, cost=cost, seed=seed),
        )  # fmt: skip
        return train(order)


def _add_promotion(group: typer.Typer) -> None:
    @group.command("train-promotion", help=_("Learn the weights of what sounds like selling from labelled items."))
    def train_promotion(
        items: Annotated[
            list[Path] | None, typer.Option("--items", help=_("Labelled items as JSON lines; may be repeated."))
        ] = None,
        labels: Annotated[
            list[Path] | None, typer.Option("--labels", help=_("Their labels, for each --items one, in its order."))
        ] = None,
        out: Annotated[Path, typer.Option("--out", help=_("Where the model goes."))] = Path("promotion_model.json"),
        threshold: Annotated[
            float, typer.Option("--threshold", min=0.05, max=0.95, help=_("Probability from which one is marked."))
        ] = 0.65,
    ) -> int:
        from ribao.commands.lab_train_promotion import train_promotion as train

        return train(items or (), labels or (), out, threshold)


def _add_claims(group: typer.Typer) -> None:
    @group.command(help=_("Write the ledger of one story: who says what, how sure, since when (JSON lines)."))
    def claims(
        articles: Annotated[
            Path, typer.Argument(help=_("JSON lines: id, title, text, source, published_at; may be gzipped."))
        ],
        output: Annotated[Path, typer.Option("-o", "--output", help=_("Where the claims go, as JSON."))],
        model: Annotated[
            Path | None, typer.Option("--model", help=_("Another model of stories than the shipped one (stories.npz)."))
        ] = None,
    ) -> int:
        from ribao.commands.lab_claims import tell_claims

        return tell_claims(articles, output, model)


def _add_attributions(group: typer.Typer) -> None:
    @group.command(help=_("Find who says what, and how sure, in the sentences of texts (JSON lines)."))
    def attributions(
        texts: Annotated[
            Path, typer.Argument(help=_("JSON lines: doc, title, text, sentences with their text; may be gzipped."))
        ],
        output: Annotated[
            Path, typer.Option("-o", "--output", help=_("Where the texts with their attributions go, as JSON lines."))
        ],
    ) -> int:
        from ribao.commands.lab_attributions import tell_attributions

        return tell_attributions(texts, output)

    @group.command("train-attributions", help=_("Train the weights of Chinese attributions on labelled texts."))
    def train_attributions(
        texts: Annotated[list[Path], typer.Argument(help=_("Labelled texts as JSON lines; may be gzipped."))],
        out: Annotated[Path, typer.Option("--out", help=_("Where the weights go."))] = Path("attribution_zh.npz"),
        folds: Annotated[
            int, typer.Option("--folds", min=0, max=20, help=_("Cross-validate over so many parts first; 0: do not."))
        ] = 5,
    ) -> int:
        from ribao.commands.lab_attributions import train_weights

        return train_weights(texts, out, folds)
