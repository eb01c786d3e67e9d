package httpapi

import (
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/openapi"
)

// codeBody carries the code of a second factor.
var codeBody = openapi.JSON(openapi.Object(openapi.Members{"code": openapi.String}))

// tokenShape is a token that was made.
var tokenShape = openapi.Object(openapi.Members{"token": openapi.String, "expires_at": openapi.Instant, "id": openapi.UUID, "scopes": openapi.Nullable(openapi.Array(openapi.String))})

var sessionRoutes = []openapi.Route{
	{Method: "GET", Path: "/setup", ID: "setup.needed", Group: groupSession, Open: true, Title: openapi.Text{En: "Whether the first administrator is still to be made", Zh: "是否仍需创建首位管理员"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"needed": openapi.Boolean}))},
	{Method: "POST", Path: "/setup", ID: "setup.make", Group: groupSession, Open: true, Title: openapi.Text{En: "Make the first administrator", Zh: "创建首位管理员"},
		Bodies:  openapi.JSON(openapi.Partly(openapi.Members{"token": openapi.String, "email": openapi.String, "password": openapi.String, "name": openapi.String, "language": openapi.String}, "token", "email", "password")),
		Answers: openapi.Nothing()},
	{Method: "POST", Path: "/invitation", ID: "invitation.get", Group: groupSession, Open: true, Title: openapi.Text{En: "Whom an invitation is for", Zh: "查看邀请对象"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"token": openapi.String})), Answers: openapi.OK(openapi.Of[identity.Invited]())},
	{Method: "POST", Path: "/invitation:accept", ID: "invitation.accept", Group: groupSession, Open: true, Title: openapi.Text{En: "Choose a password with an invitation", Zh: "凭邀请设置密码"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"token": openapi.String, "password": openapi.String})), Answers: openapi.Nothing()},
	{Method: "POST", Path: "/session", ID: "session.begin", Group: groupSession, Open: true, Title: openapi.Text{En: "Sign in", Zh: "登录"},
		Note: openapi.Text{En: "With kind token the answer is a bearer token and no cookie is set.", Zh: "kind 为 token 时返回令牌，不设置 cookie。"},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"login": openapi.String, "password": openapi.String, "code": openapi.String, "kind": openapi.OneWord(identity.KindCookie, identity.KindToken),
			"name": openapi.Longest(maxSessionName), "days": openapi.Between(0, maxTokenDays), "scopes": openapi.Array(openapi.String)}, "login", "password")),
		Answers: openapi.OK(openapi.Either(openapi.Of[me](), tokenShape))},
	{Method: "POST", Path: "/me/tokens", ID: "tokens.make", Group: groupSession, Title: openapi.Text{En: "Make a token for a program; it is told once", Zh: "为程序创建令牌（仅显示一次）"},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"name": openapi.Longest(maxSessionName), "scopes": openapi.Array(openapi.String), "days": openapi.Between(0, maxTokenDays)})), Answers: openapi.Created(tokenShape)},
	{Method: "DELETE", Path: "/session", ID: "session.end", Group: groupSession, Title: openapi.Text{En: "Sign out", Zh: "退出登录"}, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/me", ID: "me.get", Group: groupSession, Title: openapi.Text{En: "Who is signed in", Zh: "当前用户"}, Answers: openapi.OK(openapi.Of[me]())},
	{Method: "PATCH", Path: "/me", ID: "me.update", Group: groupSession, Title: openapi.Text{En: "Change one's own name, language or time zone", Zh: "修改自己的姓名、语言或时区"},
		Note:   openapi.Text{En: "A zone is an IANA name; null is the workspace's.", Zh: "时区为 IANA 名称；null 表示使用工作区的时区。"},
		Bodies: openapi.JSON(profileShape), Answers: openapi.OK(openapi.Of[me]())},
	{Method: "GET", Path: "/me/preferences", ID: "preferences.get", Group: groupSession, Title: openapi.Text{En: "What clients keep for the user", Zh: "客户端为用户保存的偏好"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"data": openapi.Map(openapi.Any)}))},
	{Method: "PATCH", Path: "/me/preferences", ID: "preferences.update", Group: groupSession, Title: openapi.Text{En: "Keep preferences", Zh: "保存偏好"},
		Note: openapi.Text{En: "What is not named stays; null forgets one. A name has letters, digits and _ . : - (at most 120); at most 500 of 16 KiB each, 256 KiB in all.",
			Zh: "未提及的保持不变；null 表示删除。名称由字母、数字和 _ . : - 组成（最多 120 个字符）；最多 500 项，每项 16 KiB，共 256 KiB。"},
		Bodies: openapi.JSON(openapi.Map(openapi.Any)), Answers: openapi.Nothing()},
	{Method: "GET", Path: "/me/notifications", ID: "notifications.get", Group: groupSession, Title: openapi.Text{En: "What the caller can be told of, and whether he is", Zh: "可接收的通知类型及其开关"},
		Answers: openapi.OK(openapi.Data(openapi.Of[notificationKind]()))},
	{Method: "PATCH", Path: "/me/notifications", ID: "notifications.update", Group: groupSession, Title: openapi.Text{En: "Turn kinds of notifications on or off", Zh: "开启或关闭某类通知"},
		Note:   openapi.Text{En: "Kinds that are required stay on.", Zh: "必需的通知类型不能关闭。"},
		Bodies: openapi.JSON(openapi.Map(openapi.Boolean)), Answers: openapi.Nothing()},
	{Method: "POST", Path: "/me/password", ID: "me.password", Group: groupSession, Title: openapi.Text{En: "Change one's own password", Zh: "修改自己的密码"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"current": openapi.String, "new": openapi.String})), Answers: openapi.Nothing()},
	{Method: "GET", Path: "/me/second-factor", ID: "second-factor.get", Group: groupSession, Title: openapi.Text{En: "Whether one has a second factor", Zh: "是否已启用两步验证"},
		Answers: openapi.OK(openapi.Partly(openapi.Members{"enabled": openapi.Boolean, "verified_at": openapi.Instant}, "enabled"))},
	{Method: "POST", Path: "/me/second-factor", ID: "second-factor.begin", Group: groupSession, Title: openapi.Text{En: "Get a secret for a second factor", Zh: "获取两步验证密钥"},
		Answers: openapi.OK(openapi.Object(openapi.Members{"secret": openapi.String, "url": openapi.String}))},
	{Method: "POST", Path: "/me/second-factor:confirm", ID: "second-factor.confirm", Group: groupSession, Title: openapi.Text{En: "Confirm the second factor", Zh: "确认两步验证"},
		Bodies: codeBody, Answers: openapi.OK(openapi.Object(openapi.Members{"recovery_codes": openapi.Array(openapi.String)}))},
	{Method: "POST", Path: "/me/second-factor:verify", ID: "second-factor.verify", Group: groupSession, Title: openapi.Text{En: "Show the second factor again", Zh: "再次验证"},
		Bodies: codeBody, Answers: openapi.Nothing()},
	{Method: "DELETE", Path: "/me/second-factor", ID: "second-factor.end", Group: groupSession, Title: openapi.Text{En: "Give the second factor up", Zh: "停用两步验证"},
		Bodies: codeBody, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/me/sessions", ID: "sessions.list", Group: groupSession, Title: openapi.Text{En: "One's own sessions and tokens", Zh: "自己的会话与令牌"},
		Answers: openapi.OK(openapi.Data(openapi.Object(openapi.Members{"id": openapi.UUID, "kind": openapi.String, "name": openapi.String, "current": openapi.Boolean, "scopes": openapi.Nullable(openapi.Array(openapi.String)),
			"created_at": openapi.Instant, "seen_at": openapi.Instant, "expires_at": openapi.Instant})))},
	{Method: "DELETE", Path: "/me/sessions/{id}", ID: "sessions.end", Group: groupSession, Title: openapi.Text{En: "End one of one's own sessions", Zh: "结束自己的某个会话"}, Answers: openapi.Nothing()},
}

var userRoutes = []openapi.Route{
	{Method: "POST", Path: "/users/{id}/password", ID: "users.password", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Give a user a password that he must change", Zh: "为用户设置须修改的密码"},
		Bodies: openapi.JSON(openapi.Object(openapi.Members{"password": openapi.String})), Answers: openapi.Nothing()},
	{Method: "POST", Path: "/users/{id}:invite", ID: "users.invite", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Make the secret of a link by which a user chooses a password", Zh: "生成供用户自设密码的链接密钥"},
		Note:    openapi.Text{En: "It is told once, works once and for seven days, and takes the place of an older one.", Zh: "密钥仅显示一次，只能使用一次，七天内有效，并取代之前的密钥。"},
		Answers: openapi.Created(openapi.Of[identity.Invitation]())},
	{Method: "DELETE", Path: "/users/{id}/second-factor", ID: "users.second-factor", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Remove the second factor of a user", Zh: "移除用户的两步验证"}, Answers: openapi.Nothing()},
	{Method: "GET", Path: "/users/{id}/owned", ID: "users.owned", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "What a user owns", Zh: "用户名下的数据"}, Answers: openapi.OK(openapi.Of[identity.HandedOver]())},
	{Method: "POST", Path: "/users/{id}:hand-over", ID: "users.hand-over", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Give what a user owns to somebody else", Zh: "移交用户名下的数据"},
		Bodies: openapi.JSON(openapi.Partly(openapi.Members{"to": openapi.Partly(openapi.Members{"user": openapi.UUID, "team": openapi.UUID, "pool": openapi.Boolean}),
			"deactivate": openapi.Boolean, "preview": openapi.Boolean, "reason": openapi.Longest(maxReason)})),
		Answers: openapi.OK(openapi.Of[identity.HandedOver]())},
	{Method: "POST", Path: "/users/{id}/disable", ID: "users.disable", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Disable an account", Zh: "停用账号"}, Answers: openapi.Nothing()},
	{Method: "POST", Path: "/users/{id}/enable", ID: "users.enable", Group: groupUsers, Permission: "users", Title: openapi.Text{En: "Enable an account", Zh: "启用账号"}, Answers: openapi.Nothing()},
}
