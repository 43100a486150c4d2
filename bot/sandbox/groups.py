"""Groups: the bot comes and goes, somebody administers them, and the bot is called as a guest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.chats import Chat
from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.messages import Json, Message
from bot.sandbox.messaging import text_content
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State, now

if TYPE_CHECKING:
    from bot.sandbox.person import Person

# Who stands for an administrator that posts in the group's name, https://core.telegram.org/bots/api#message
GROUP_ANONYMOUS_BOT = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass
class Group:
    """A supergroup in which people and the bot talk."""

    chat: Chat
    state: State

    @property
    def id(self) -> int:
        return self.chat.id

    def appoints(self, person: "Person") -> None:
        """Makes a person an administrator."""
        self.chat.administrators.add(person.id)

    def dismisses(self, person: "Person") -> None:
        """Makes an administrator a member again."""
        self.chat.administrators.discard(person.id)

    def takes_in_bot(self, by: "Person") -> None:
        """Somebody adds the bot; as in Telegram they may do that as a member or an administrator."""
        self._bot_becomes("administrator" if self.chat.bot_is_admin else "member", by)

    def promotes_bot(self, by: "Person") -> None:
        """Makes the bot an administrator, so that it sees everything."""
        self.chat.bot_is_admin = True
        self._bot_becomes("administrator", by)

    def throws_out_bot(self, by: "Person") -> None:
        """Somebody removes the bot: it can write there no more."""
        self._bot_becomes("kicked", by)

    def becomes(self, new: "Group") -> None:
        """The group turns into a supergroup; Telegram says so in both, as GroupAnonymousBot."""
        said = {"from": GROUP_ANONYMOUS_BOT, "date": now()}
        for chat, field, other in (
            (self.chat, "migrate_to_chat_id", new.id),
            (new.chat, "migrate_from_chat_id", self.id),
        ):
            self.state.updates.push({"message": chat.add({**said, field: other}).snapshot()})

    def _bot_becomes(self, status: str, by: "Person") -> None:
        old = member(self.state.bot_user(), self.chat.bot_status)
        self.chat.bot_status = status
        self.chat.heard = status != "kicked"
        changed = {"chat": self.chat.card, "from": by.user, "date": now()}
        self.state.updates.push(
            {
                "my_chat_member": {
                    **changed,
                    "old_chat_member": old,
                    "new_chat_member": member(self.state.bot_user(), status),
                }
            }
        )


def member(user: Json, status: str) -> Json:
    """The ChatMember object of the Bot API."""
    found = {"status": status, "user": user}
    if status == "kicked":
        return found | {"until_date": 0}
    if status == "administrator":
        return found | {right: right == "can_manage_chat" for right in _RIGHTS}
    return found


def get_chat_member(state: State, params: Json) -> Json:
    """Anybody who is not known to administer the group is a member."""
    chat = state.chats.find(params.get("chat_id"))
    user: Json = {"id": params["user_id"], "is_bot": False, "first_name": "Somebody"}
    return member(user, "administrator" if user["id"] in chat.administrators else "member")


def get_chat_administrators(state: State, params: Json) -> list[Json]:
    """All who administer the chat, in no order."""
    chat = state.chats.find(params.get("chat_id"))
    users = [{"id": each, "is_bot": False, "first_name": "Somebody"} for each in chat.administrators]
    return [member(user, "administrator") for user in users]


def summon(state: State, chat: Chat, message: Message) -> str:
    """Queues the guest_message that calls the bot into a chat that it is no member of; its query's id."""
    query = state.ask(chat)
    state.updates.push({"guest_message": {**message.snapshot(), "guest_query_id": query.id}})
    return query.id


def answer_guest_query(state: State, params: Json) -> Json:
    """The answer appears in the chat; a query is answered once."""
    query = state.queries.get(params.get("guest_query_id", ""))
    if query is None or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    result = params.get("result") or {}
    if result.get("type") != "article":
        raise bad_request(f"this sandbox shows articles only, got {result.get('type')}", violation=True)
    content = text_content(_as_message(result.get("input_message_content") or {}))
    keyboard = inline_keyboard(result.get("reply_markup"))
    query.answer = result
    shown = {"from": state.bot_user(), "date": now(), **content}
    query.chat.show("sent", query.chat.add(shown | ({"reply_markup": keyboard} if keyboard else {})))
    return {"inline_message_id": f"guest{query.id}"}


def _as_message(content: Json) -> Json:
    return {("text" if name == "message_text" else name): value for name, value in content.items()}
