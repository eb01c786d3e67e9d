// Package scale measures the product at the size it promises to bear: a
// million records, ten thousand users, a hundred thousand shares, a thousand
// entities. "make scale" runs it; it prints what it found, and fails beyond
// three times what is promised.
package scale
