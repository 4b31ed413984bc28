# Reads a JSON object: field_names[1..field_count], fields[name] (its JSON text), kinds[name] (string, number, literal,
# object or array). Strict, as the peer's own parser is. Nothing here but POSIX awk: mawk, busybox and gawk agree on it.
#
# The programs that use it call parse_object(json_text) in END, and set `script` and `file`: every refusal names them.

{ json_text = json_text $0 "\n" }

# Says why, names the file, and ends with status 1.
function refuse(why) {
    warn(why)
    exit 1
}

function warn(why) {
    printf "%s: %s: %s\n", script, file, why | "cat >&2"
    close("cat >&2")
}

function parse_object(text,    name, kind, raw) {
    json_rest = text
    take("[{]", "a JSON object, which begins with {")
    while (next_is("\"")) {
        name = text_of(take_string("the name of a field"))
        if (name in fields) refuse("the field \"" name "\" is there twice")
        json_field = name
        take(":", "a colon behind \"" name "\"")
        kind = kind_of_next()
        raw = take_value()
        field_names[++field_count] = name
        fields[name] = raw
        kinds[name] = kind
        json_field = ""
        if (!next_is(",")) break
        take(",", "a comma")
        if (!next_is("\"")) expected("the name of a field behind the comma")
    }
    take("[}]", "a comma or the } that ends the object")
    if (json_rest !~ /^[ \t\r\n]*$/) expected("nothing behind the object")
}

function take_value() {
    if (next_is("\"")) return take_string("a value")
    if (next_is("[{]")) return take_nested("[{]", "[}]", 1)
    if (next_is("\\[")) return take_nested("\\[", "\\]", 0)
    return take("(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?)", "a value")
}

# An object or an array, with all that is in it.
function take_nested(opening, closing, has_names,    raw) {
    raw = take(opening, "")
    if (next_is(closing)) return raw take(closing, "")
    while (1) {
        if (has_names) raw = raw take_string("the name of a field") take(":", "a colon")
        raw = raw take_value()
        if (!next_is(",")) break
        raw = raw take(",", "a comma")
    }
    return raw take(closing, "a comma or the end of the array or object")
}

function take_string(what,    raw) {
    raw = take("\"([^\"\\\\]|\\\\.)*\"", what)
    if (raw ~ /[\001-\037]/) refuse(at_field() "a line break or another control character is within the text: in JSON, write a line break as \\n")
    check_escapes(raw)
    return raw
}

function check_escapes(raw) {
    gsub(/\\["\\\/bfnrt]/, "", raw)
    gsub(/\\u[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]/, "", raw)
    if (index(raw, "\\")) refuse(at_field() "a backslash begins no escape that JSON has: " substr(raw, index(raw, "\\"), 6))
}

# Takes what matches the pattern from the front of the text, behind any white space.
function take(pattern, what,    token) {
    sub(/^[ \t\r\n]+/, "", json_rest)
    if (!match(json_rest, "^" pattern)) expected(what)
    token = substr(json_rest, 1, RLENGTH)
    json_rest = substr(json_rest, RLENGTH + 1)
    return token
}

function next_is(pattern) {
    return json_rest ~ ("^[ \t\r\n]*" pattern)
}

function kind_of_next() {
    if (next_is("\"")) return "string"
    if (next_is("[{]")) return "object"
    if (next_is("\\[")) return "array"
    return next_is("[-0-9]") ? "number" : "literal"
}

function expected(what,    found) {
    sub(/^[ \t\r\n]+/, "", json_rest)
    found = substr(json_rest, 1, 20)
    sub(/[\r\n].*/, "", found)
    refuse("it is not JSON: " at_field() "expected " what ", found " (found == "" ? "the end" : found))
}

function at_field() {
    return json_field == "" ? "" : "\"" json_field "\": "
}

# The text that a JSON string stands for.
function text_of(raw,    text, at, next_char) {
    raw = substr(raw, 2, length(raw) - 2)
    text = ""
    while (at = index(raw, "\\")) {
        text = text substr(raw, 1, at - 1)
        next_char = substr(raw, at + 1, 1)
        if (next_char == "u") {
            text = text utf8(code_of(substr(raw, at + 2, 4)))
            raw = substr(raw, at + 6)
        } else {
            text = text escaped(next_char)
            raw = substr(raw, at + 2)
        }
    }
    return text raw
}

function escaped(name) {
    if (name == "n") return "\n"
    if (name == "r") return "\r"
    if (name == "t") return "\t"
    if (name == "b") return "\b"
    if (name == "f") return "\f"
    return name
}

function code_of(hex,    code, i) {
    code = 0
    for (i = 1; i <= 4; i++) code = code * 16 + index("0123456789abcdef", tolower(substr(hex, i, 1))) - 1
    return code
}

# Of one UTF-16 unit. Neither field names nor PEM have surrogates; they come out as they went in. Needs LC_ALL=C.
function utf8(code) {
    if (code < 128) return sprintf("%c", code)
    if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
    return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
}
