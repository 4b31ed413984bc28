# Checks a package's connection.json and prints the one that the peer reads.
#
# The peer decodes it into core/container/externalbuilder/instance.go, ChaincodeServerUserData: booleans must be
# booleans, a missing tls_required is false, and every mistake shows only when the chaincode is first launched. So what
# the peer would refuse, or take for something else, is refused here, at install.
#
# Variables: script, file. Environment: CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG, a JSON object; {{.name}} in a string
# stands for its field `name`.

BEGIN { split("address domain dial_timeout tls_required client_auth_required root_cert client_cert client_key", known, " ") }

END {
    parse_object(json_text)
    for (i = 1; i in known; i++) is_known[known[i]] = 1
    for (i = 1; i <= field_count; i++) check_name(field_names[i])
    for (i = 1; i in known; i++) if (is_text(known[i])) fill_in(known[i])

    required_text("address")
    check_address()
    check_dial_timeout()
    tls = boolean("tls_required", "")
    client_auth = boolean("client_auth_required", "false")
    if (tls == "true") check_tls()
    print_connection()
}

function is_text(name) {
    return name != "tls_required" && name != "client_auth_required"
}

function check_name(name) {
    if (name in is_known) return
    # Go would take it, whatever its case; a person reading it next to this document would not.
    if (tolower(name) in is_known) refuse("\"" name "\": write it as \"" tolower(name) "\"")
    warn("\"" name "\": left out, no peer knows this field")
}

function has(name) {
    return name in fields && fields[name] != "null"
}

function required_text(name) {
    if (!has(name)) refuse("\"" name "\" is missing")
    if (text_of(fields[name]) == "") refuse("\"" name "\" is empty")
}

# Puts the peer's own values into a string. Works on JSON text, where quotes and line breaks stay escaped.
function fill_in(name,    raw, done, before, inner) {
    if (!has(name)) return
    if (kinds[name] != "string") refuse("\"" name "\": " wrong_kind(name))
    raw = fields[name]
    done = ""
    while (match(raw, /[{][{][^}]*[}][}]/)) {
        before = substr(raw, 1, RSTART - 1)
        inner = substr(raw, RSTART + 2, RLENGTH - 4)
        raw = substr(raw, RSTART + RLENGTH)
        done = done before value_for(name, inner)
    }
    fields[name] = done raw
}

function wrong_kind(name) {
    if (name == "dial_timeout" && kinds[name] == "number")
        return "a number counts nanoseconds; write a string with a unit, such as \"10s\""
    return "expected a string, found " fields[name]
}

function value_for(field, inner,    name) {
    name = inner
    gsub(/^-?[ \t]*[.]|[ \t]*-?$/, "", name)
    if (inner !~ /^-?[ \t]*[.]/ || name !~ /^[A-Za-z_][A-Za-z_0-9]*$/)
        refuse("\"" field "\": {{" inner "}}: only {{.name}} can be filled in")
    if (!config_read) read_config(field)
    if (!((name) in config)) refuse("\"" field "\": {{" inner "}}: CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG of the peer has no string \"" name "\"")
    return config[name]
}

# The configuration is parsed with the same functions, so the connection's own fields are put aside meanwhile.
function read_config(field,    text, name, i, own_fields, own_kinds, own_file) {
    config_read = 1
    text = ENVIRON["CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG"]
    if (text == "") refuse("\"" field "\" has a {{…}} to fill in, and CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG is not set: set it for the peer, and name it in propagateEnvironment of this builder in core.yaml")
    own_file = file
    file = "CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG"
    for (name in fields) {
        own_fields[name] = fields[name]
        own_kinds[name] = kinds[name]
        delete fields[name]
        delete kinds[name]
    }
    parse_object(text)
    for (name in fields) {
        if (kinds[name] == "string") config[name] = substr(fields[name], 2, length(fields[name]) - 2)
        delete fields[name]
        delete kinds[name]
    }
    for (name in own_fields) {
        fields[name] = own_fields[name]
        kinds[name] = own_kinds[name]
    }
    file = own_file
}

function check_address(    address) {
    address = text_of(fields["address"])
    if (address !~ /^([^ \t:\/]+|\[[0-9A-Za-z:.%]+\]):[0-9]+$/)
        refuse("\"address\": expected host:port, such as \"chaincode.example.com:9999\", found " fields["address"])
}

function check_dial_timeout(    text) {
    if (!has("dial_timeout")) return
    text = text_of(fields["dial_timeout"])
    if (text !~ /^(([0-9]+([.][0-9]*)?|[.][0-9]+)(ns|us|ms|s|m|h))+$/)
        refuse("\"dial_timeout\": expected a time with its unit, such as \"10s\", \"500ms\" or \"1m\", found " fields["dial_timeout"] "; leave it out for 3s")
}

# true or false; the document's own example writes them as strings.
function boolean(name, otherwise,    text) {
    if (!has(name)) {
        if (otherwise == "") refuse("\"" name "\" is missing: write true with a root_cert, or false. Peers take a missing one for false, although Fabric's documentation says that it is true")
        return otherwise
    }
    text = kinds[name] == "string" ? text_of(fields[name]) : fields[name]
    if (text != "true" && text != "false") refuse("\"" name "\": expected true or false, found " fields[name])
    return text
}

function check_tls() {
    check_pem("root_cert", "CERTIFICATE", "tls_required is true")
    if (client_auth != "true") {
        if (has("domain")) warn("\"domain\": peers use it only where client_auth_required is true")
        return
    }
    check_pem("client_cert", "CERTIFICATE", "client_auth_required is true")
    check_pem("client_key", "PRIVATE KEY", "client_auth_required is true")
}

function check_pem(name, what, why,    text) {
    if (!has(name) || fields[name] == "\"\"") refuse("\"" name "\" is missing, and " why)
    text = text_of(fields[name])
    if (index(text, "-----BEGIN ") == 0 || index(text, what) == 0)
        refuse("\"" name "\": expected the text of a PEM file that says " what ", found \"" substr(text, 1, 30) "…\". Give the content of the file, not its path, with line breaks as \\n")
}

function print_connection(    separator, i, name) {
    printf "{"
    separator = ""
    for (i = 1; i in known; i++) {
        name = known[i]
        if (!is_wanted(name)) continue
        printf "%s\n    \"%s\": %s", separator, name, checked_value(name)
        separator = ","
    }
    printf "\n}\n"
}

function checked_value(name) {
    if (name == "tls_required") return tls
    if (name == "client_auth_required") return client_auth
    return fields[name]
}

# Keys and certificates that the peer will not use are not left lying on its disk.
function is_wanted(name) {
    if (name == "tls_required") return 1
    if (name == "client_auth_required") return tls == "true"
    if (!has(name)) return 0
    if (name == "address" || name == "dial_timeout") return 1
    if (name == "root_cert") return tls == "true"
    return tls == "true" && client_auth == "true"
}
