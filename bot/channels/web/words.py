"""The words of the page itself, by the key its elements carry. What the bot says comes from the bot."""

from typing import Final

from locales import translator


def _(message: str) -> str:
    """Marks a word for the catalog; it is translated when it is asked for."""
    return message


WORDS: Final = {
    "name": _("帮办"),
    "title": _("帮办 · 就业困难人员认定"),
    "skip": _("跳到输入框"),
    "log": _("对话"),
    "status.online": _("在线 · 免费"),
    "status.connecting": _("正在连接…"),
    "status.typing": _("正在输入…"),
    "status.offline": _("没有网络"),
    "offline": _("网络断开了。您可以接着写，连上后会自动发送。"),
    "reconnecting": _("正在重新连接，您写的内容不会丢。"),
    "size": _("文字大小"),
    "size.1": _("标准字"),
    "size.2": _("大字"),
    "size.3": _("特大字"),
    "menu": _("菜单"),
    "menu.check": _("自测"),
    "menu.status": _("我的进度"),
    "menu.continue": _("继续申请"),
    "menu.human": _("人工"),
    "menu.language": _("语言"),
    "menu.help": _("帮助"),
    "menu.leave": _("退出对话"),
    "leave.question": _("退出后，这台设备上就看不到这段对话了。已提交的申请不受影响。"),
    "leave.yes": _("退出"),
    "leave.no": _("留下"),
    "attach": _("发照片或文件"),
    "attach.short": _("照片"),
    "attach.camera": _("拍照"),
    "attach.files": _("选照片或文件"),
    "attach.limit": _("可以发照片、PDF，每个不超过20MB"),
    "attach.chosen": _("准备发送的文件"),
    "attach.remove": _("不发这个：{name}"),
    "write": _("写消息"),
    "write.hint": _("写消息…"),
    "send": _("发送"),
    "newest": _("回到最新消息"),
    "newest.count": _("{count}条新消息"),
    "earlier": _("看更早的消息"),
    "today": _("今天"),
    "yesterday": _("昨天"),
    "from.bot": _("帮办"),
    "from.you": _("您"),
    "sending": _("正在发送"),
    "queued": _("等前面的传完"),
    "waiting": _("等网络恢复后发送"),
    "sent": _("已送达"),
    "failed": _("没有发出去"),
    "retry": _("重新发送"),
    "cancel": _("取消"),
    "discard": _("删除"),
    "uploading": _("正在上传{name}"),
    "download": _("下载{name}"),
    "photo": _("照片：{name}"),
    "photo.gone": _("照片已收好，这里不再显示"),
    "file.kind.pdf": _("PDF文件"),
    "file.kind.text": _("文本文件"),
    "file.kind.image": _("图片"),
    "file.kind.other": _("文件"),
    "unfold": _("展开全文"),
    "fold": _("收起"),
    "copy": _("点一下复制：{text}"),
    "copied": _("已复制"),
    "view.close": _("关闭照片"),
    "confirm.ok": _("知道了"),
    "tap.expired": _("此按钮已过期，请看最新的一条消息。"),
    "tap.waiting": _("网络断开了，连上后请再点一次。"),
    "place.mine": _("我的位置"),
    "place.refused": _("没有拿到位置。请在浏览器里允许后再点一次；不发位置也能找工作。"),
    "text.empty": _("请先写点内容。"),
    "text.too_long": _("这条太长了，最多4096个字。请分成几条发送。"),
    "file.empty": _("这个文件是空的，请重新选择。"),
    "file.too_large": _("文件超过20MB。请拍照上传，或选小一点的文件。"),
    "file.too_many": _("今天发的文件太多了。请明天再发，或致电{telephone}。"),
    "file.gone": _("这个文件已不在对话里了。"),
    "chat.unknown": _("对话已结束，正在重新开始。"),
    "cookies": _("浏览器没有保存对话。请允许本站使用Cookie，再刷新页面。"),
    "error": _("抱歉，现在连不上服务。请稍后再试，或致电{telephone}。"),
}


def words(language: str, telephone: str) -> dict[str, str]:
    """All words in one language, Chinese when there is no such catalog; ``{…}`` stays for the page to fill."""
    translate = translator("bot", language)
    return {key: translate(word).replace("{telephone}", telephone) for key, word in WORDS.items()}
