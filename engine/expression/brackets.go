package expression

// brackets is how deep brackets nest in a source, texts aside. The parser
// leaves no trace of brackets that only group, so the tree does not tell.
func brackets(src string) int {
	deepest, depth := 0, 0
	var quote byte
	for i := 0; i < len(src); i++ {
		switch b := src[i]; {
		case quote != 0 && b == '\\' && quote != '`':
			i++
		case quote != 0 && b == quote:
			quote = 0
		case quote != 0:
		case b == '"' || b == '\'' || b == '`':
			quote = b
		case b == '(' || b == '[' || b == '{':
			depth++
			deepest = max(deepest, depth)
		case b == ')' || b == ']' || b == '}':
			depth--
		}
	}
	return deepest
}
