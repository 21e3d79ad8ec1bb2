# Reads ctest's output; passes on what went wrong or was skipped, then the slowest tests, then ctest's closing lines.

function keep_slowest(seconds, name,    i) {
    for (i = ++kept; i > 1 && slowest[i - 1] < seconds; --i) {
        slowest[i] = slowest[i - 1]
        names[i] = names[i - 1]
    }
    slowest[i] = seconds
    names[i] = name
    if (kept > 5) {
        kept = 5
    }
}

/^ *[0-9]+\/[0-9]+ Test +#/ && match($0, /#[0-9]+: [^ ]+/) {
    keep_slowest($(NF - 1), substr($0, RSTART, RLENGTH))
}

/^ +Start +[0-9]+: / || / Passed +[0-9.]+ sec$/ { next }

/tests passed, .* tests failed out of/ {
    print "slowest tests:"
    for (i = 1; i <= kept; ++i) {
        printf "%8.2f s  %s\n", slowest[i], names[i]
    }
    print ""
}

{
    sub(/ \.\.\.\.+/, " ...")
    print
    fflush()
}
