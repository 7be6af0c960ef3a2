"""Sources, their states, robots.txt."""

from ribao.support.store.port import Refreshed, RobotsFile, Store
from ribao.types.reason import Code, Reason
from ribao.types.source import Licence, Selectors, SourceKind, Tier
from tests.contracts.made import NOW, a_lead, a_source, a_state


def test_sources_come_back_by_id_as_they_were_put(store: Store) -> None:
    page = a_source(
        "zeta",
        kind=SourceKind.PAGE,
        tier=Tier.OFFICIAL,
        licence=Licence.FULL,
        channels=("智能手机", "平板电脑"),
        folder=("科技", "厂商"),
        selectors=Selectors(item="li.news", time="time"),
        every_minutes=30,
        read_pages=False,
        mute=("广告",),
    )
    store.put_sources([page, a_source("beta")])
    assert store.sources() == (a_source(), a_source("beta"), page)


def test_putting_a_source_again_replaces_it(store: Store) -> None:
    store.put_sources([a_source(title="Alpha News")])
    assert store.sources() == (a_source(title="Alpha News"),)


def test_the_last_of_two_with_one_id_stands(store: Store) -> None:
    store.put_sources([a_source("beta", title="First"), a_source("beta", title="Second")])
    assert [source.title for source in store.sources()] == ["Alpha", "Second"]


def test_a_source_that_was_never_asked_is_due(store: Store) -> None:
    assert store.states() == {"alpha": a_state()}


def test_states_are_kept_when_the_source_is_put_again(store: Store) -> None:
    state = a_state(
        etag='W/"x"',
        last_modified="Thu, 15 Jan 2026 07:00:00 GMT",
        due_at=NOW,
        failures=2,
        reason=Reason(code=Code.HTTP_SERVER_ERROR, detail="502 Bad Gateway"),
        moved_to="https://alpha.example/new",
        moved_seen=(NOW,),
        usual_gap_minutes=42.5,
        hints={"ttl": "60"},
    )
    store.save_states([state])
    store.put_sources([a_source(title="Another title")])
    assert store.states() == {"alpha": state}


def test_a_changed_address_forgets_what_the_old_one_taught(store: Store) -> None:
    store.save_states([a_state(etag='"x"', due_at=NOW, stopped=True)])
    moved = a_source(url="https://alpha.example/other")
    store.put_sources([moved])
    assert store.states() == {"alpha": a_state(url="https://alpha.example/other")}


def test_a_believed_redirect_survives_putting_the_source(store: Store) -> None:
    state = a_state(url="https://alpha.example/moved", moved_from="https://alpha.example/feed", etag='"x"')
    store.save_states([state])
    store.put_sources([a_source()])
    assert store.states()["alpha"] == state


def test_removing_a_source_forgets_its_state_and_keeps_its_leads(store: Store) -> None:
    lead = a_lead()
    store.save_refresh([Refreshed(state=a_state(etag='"x"'), leads=(lead,))])
    assert store.remove_source("alpha")
    assert store.sources() == ()
    assert store.states() == {}
    assert store.lead(lead.id) == lead
    assert not store.remove_source("alpha")
    store.put_sources([a_source()])
    assert store.states() == {"alpha": a_state()}


def test_the_state_of_a_removed_source_is_passed_over_but_its_leads_are_not(store: Store) -> None:
    """It was being asked while its owner removed it."""
    store.remove_source("alpha")
    store.save_refresh([Refreshed(state=a_state(), leads=(a_lead(),))])
    assert store.states() == {}
    assert store.lead(a_lead().id) == a_lead()


def test_robots(store: Store) -> None:
    assert store.robots("https://alpha.example:443") is None
    for status, body in ((0, ""), (200, "User-agent: *\nDisallow: /x\n")):
        file = RobotsFile(origin="https://alpha.example:443", fetched_at=NOW, status=status, body=body)
        store.put_robots(file)
        assert store.robots("https://alpha.example:443") == file
