package definition

// Menu is the navigation of the users who have one of Roles, or of all when
// none is given. A user with several begins with the first by Order.
type Menu struct {
	Name  string     `json:"name"`
	Title Text       `json:"title"`
	Roles []string   `json:"roles,omitempty"`
	Order int        `json:"order,omitempty"`
	Items []MenuItem `json:"items"`
}

// MenuItem is a link to an entity's list, or to one view of it, to an address,
// or a group of such links: it has one of Entity, URL and Items. What leads to
// an entity is called as that is when it has no Title.
type MenuItem struct {
	ID     string     `json:"x-id"`
	Title  Text       `json:"title,omitempty"`
	Icon   string     `json:"icon,omitempty"`
	Entity string     `json:"entity,omitempty"`
	View   string     `json:"view,omitempty"` // of Entity
	URL    string     `json:"url,omitempty"`  // http, https, or a path that begins with "/"
	Items  []MenuItem `json:"items,omitempty"`
}
