package httpapi

import (
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/webhook"
)

var groupWebhooks = openapi.Group{Name: "webhooks", Title: openapi.Text{En: "Webhooks", Zh: "网络回调"}}

// sent names the delivery that was entered.
var sent = openapi.Accepted(openapi.Object(openapi.Members{"id": openapi.UUID}))

// webhookRoutes are beside those of the records of webhooks.
var webhookRoutes = []openapi.Route{
	{Method: "GET", Path: "/webhooks/{id}/deliveries", ID: "webhooks.deliveries", Group: groupWebhooks, Entity: "webhook", Actions: []string{"read"}, Title: openapi.Text{En: "The log of a webhook, the newest first", Zh: "网络回调的投递日志"},
		Params:  []openapi.Param{{Name: "before", Title: openapi.Text{En: "Entries before the one with this id", Zh: "早于该编号的条目"}}, {Name: "state", Shape: openapi.OneWord(webhook.States...), Title: openapi.Text{En: "Only entries in this state", Zh: "仅此状态的条目"}}},
		Answers: openapi.OK(openapi.Data(openapi.Of[webhook.Entry]()))},
	{Method: "POST", Path: "/webhooks/{id}/deliveries/{delivery}:replay", ID: "webhooks.replay", Group: groupWebhooks, Entity: "webhook", Actions: []string{"update"}, Title: openapi.Text{En: "Send a delivery again", Zh: "重新投递"}, Answers: sent},
	{Method: "POST", Path: "/webhooks/{id}:ping", ID: "webhooks.ping", Group: groupWebhooks, Entity: "webhook", Actions: []string{"update"}, Title: openapi.Text{En: "Send a test", Zh: "发送测试消息"}, Answers: sent},
}
