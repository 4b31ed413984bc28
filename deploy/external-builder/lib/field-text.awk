# Prints the text of one field of a JSON object; nothing where it is not there.
# Variables: script, file (as messages name it), field.

END {
    parse_object(json_text)
    if (!(field in fields)) exit 0
    if (kinds[field] != "string") refuse("\"" field "\": expected a string, found " fields[field])
    printf "%s", text_of(fields[field])
}
