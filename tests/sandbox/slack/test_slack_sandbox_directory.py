import aiohttp
from slack_driver import ADA, BEN, BOT, DATA_OPS, DATA_TEAM, FINANCE, GENERAL, Person, refused
from slack_sdk.web.async_client import AsyncWebClient


async def test_channels_are_listed_as_the_bot_may_know_them(client: AsyncWebClient) -> None:
    """Private channels without the bot are not there at all; pages follow each other by cursor."""
    seen = (await client.conversations_list(types="public_channel,private_channel"))["channels"]
    assert {item["id"]: item["is_member"] for item in seen} == {
        GENERAL: False,
        DATA_OPS: True,
        DATA_TEAM: False,
    }
    first = await client.conversations_list(limit=2)
    rest = await client.conversations_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["channels"]) + len(rest["channels"]) == 3
    assert rest["response_metadata"]["next_cursor"] == ""
    assert (await client.conversations_info(channel=DATA_OPS))["channel"]["name"] == "data-ops"
    assert (await refused(client.conversations_info(channel=FINANCE)))["error"] == "channel_not_found"
    assert BOT in (await client.conversations_members(channel=DATA_OPS))["members"]
    assert (await refused(client.conversations_list(types="clubs")))["error"] == "invalid_types"


async def test_people_are_known_without_their_address(client: AsyncWebClient) -> None:
    """users:read alone does not give e-mail addresses."""
    user = (await client.users_info(user=BEN))["user"]
    assert user["real_name"] == "Ben Okafor"
    assert "email" not in user["profile"]
    assert {item["id"] for item in (await client.users_list())["members"]} >= {ADA, BEN, BOT}
    assert (await refused(client.users_info(user="U404")))["error"] == "user_not_found"


async def test_an_uploaded_file_stands_in_the_channel(
    client: AsyncWebClient, session: aiohttp.ClientSession, ada: Person
) -> None:
    """The three steps of upload v2 end in a message with a file that members can open."""
    await client.files_upload_v2(
        channel=DATA_OPS, filename="log.txt", content="line", initial_comment="The log"
    )
    message = (await ada.hears("message"))["message"]
    file = message["files"][0]
    assert (message["text"], file["name"], file["mimetype"], file["size"]) == (
        "The log",
        "log.txt",
        "text/plain",
        4,
    )
    async with session.get(file["url_private"], params={"as": ADA}) as answer:
        assert await answer.text() == "line"
    answer = await refused(client.files_completeUploadExternal(files=[{"id": "F404"}], channel_id=DATA_OPS))
    assert answer["error"] == "file_not_found"
