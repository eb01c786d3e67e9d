// Package guess tells the name and the type that a field most likely has by its
// title alone, in English and Chinese.
//
// What it knows stands in words.json, which the web client reads, too.
package guess
