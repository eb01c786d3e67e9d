package record

// form gives the designed layout, or one section of all fields.
func (t *teller) form() *FormDescription {
	r, language := t.reader, t.caller.Language
	d := &FormDescription{Sections: []SectionDescription{}}
	if r.entity.Form == nil {
		all := SectionDescription{Columns: 2}
		for _, f := range r.entity.Definition.Fields {
			if r.shows(f.Name) && !f.System {
				all.Fields = append(all.Fields, f.Name)
			}
		}
		d.Sections = append(d.Sections, all)
		return d
	}
	d.Stage = r.known(r.entity.Form.Stage)
	for i, s := range r.entity.Form.Sections {
		section := SectionDescription{Title: s.Title.In(language), Tab: s.Tab.In(language), Columns: max(s.Columns, 1), Fields: []string{}, Visible: t.section(i)}
		for _, f := range s.Fields {
			if r.shows(f) {
				section.Fields = append(section.Fields, f)
			}
		}
		if len(section.Fields) > 0 {
			d.Sections = append(d.Sections, section)
		}
	}
	return d
}
