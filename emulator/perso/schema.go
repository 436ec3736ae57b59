package perso

import _ "embed" // the schema

//go:embed card.schema.json
var schema string

// Schema is the JSON Schema (2020-12) of card files, for editors. [Parse]
// checks more: lengths in bytes, check digits, the order of dates.
func Schema() string { return schema }
