package guess_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/guess"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// The web client is held to the same answers by web/src/designers/core/guess.test.ts.
func TestTitlesTellTypes(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Name": "text", "Status": "choice", "Amount": "money", "Phone": "phone", "Owner": "user", "Due date": "date",
		"Number of seats": "integer", "E-mail": "email", "Notes": "longtext", "Is active": "boolean", "Something else": "text",
		"客户电话": "phone", "合同金额": "money", "状态": "choice", "负责人": "user", "出生日期": "date", "下次跟进时间": "datetime",
		"是否有效": "boolean", "备注": "longtext", "Phonetics": "text", "Attic": "text", "数量": "integer", "Count": "integer", "price": "money",
	} {
		require.Equal(t, want, guess.Type(title), title)
	}
}

func TestTitlesTellNames(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Expected amount (CNY)": "expected_amount_cny", "电话": "phone", "客户电话": "customer_phone", "Prénom": "prenom", "2nd try": "nd_try",
		"龘": "field", "": "field", "姓名": "name", "客户": "customer",
	} {
		require.Equal(t, want, guess.Name(title, func(string) bool { return false }, "field"), title)
	}
	taken := map[string]bool{"phone": true, "phone_2": true}
	require.Equal(t, "phone_3", guess.Name("Phone", func(name string) bool { return taken[name] }, "field"))
}

func TestTextsLikeTitlesAreKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"姓名": true, "Phone": true, "合同金额": true, "": false, "Ann": false, "客户联系方式登记与跟进情况统计表": false} {
		require.Equal(t, want, guess.Knows(text), text)
	}
}

func TestWordsAreEnoughAndFit(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("words.json")
	require.NoError(t, err)
	var words struct {
		Names map[string]string
		Types []struct {
			Type  string
			Words []string
		}
	}
	require.NoError(t, json.Unmarshal(raw, &words))
	count := len(words.Names)
	name := regexp.MustCompile(`^[a-z][a-z0-9_]{0,49}$`)
	for word, n := range words.Names {
		require.Regexp(t, name, n, word)
	}
	for _, one := range words.Types {
		_, known := fieldtype.Get(one.Type)
		require.True(t, known, one.Type)
		count += len(one.Words)
		for _, word := range one.Words {
			require.NotEmpty(t, guess.Type(word), word)
		}
	}
	require.Greater(t, count, 150)
}
