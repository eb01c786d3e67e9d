package review

import (
	"github.com/mortise-crm/mortise/engine/store"
)

// The tables and columns of package core that reviews read and write, by
// x-id, whatever they are called in a workspace.
const (
	reviewID    = "tej4hlafbt"
	reviewTitle = "f_oba4gwfc3v"
	itemID      = "y32chu3uki"
	itemWhat    = "f_s1jr3i89ee"
	itemSince   = "f_lxugd95sqk"
	itemUsed    = "f_o4ibftl895"
	itemBy      = "f_axqk6ps6pf"

	assignmentID = "i5evw1umtx"
	memberID     = "txx0bzn1ki"
	directID     = "bmsaur44na"
)

var tables = store.ReviewTables{
	TeamName: "f_s6pycdybk1",
	Review:   "e_" + reviewID, ReviewState: "f_rftcasvmzx", ReviewReviewer: "f_qj755bp492", ReviewDue: "f_zc2hh4xz8p",
	Item: "e_" + itemID, ItemReview: "f_omc7ojlihe", ItemUser: "f_gkzlqr4nde", ItemKind: "f_om8bu9n67l",
	ItemObject: "f_zszsjqdfbc", ItemDecision: "f_vvwsq4b0hi", ItemAt: "f_l3xpl2mrk3",
}
