// Package i18n speaks homeward.Texts in Azerbaijani, Armenian, Russian and English.
//
// The catalogues are files in catalogue/<language>/<area>.toml: one file an area of the product, every key in each
// language. A message is either a string or a table of plural forms (one, few, many, other).
package i18n
