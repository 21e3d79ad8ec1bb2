#!/bin/sh
# run_corpus.sh RUNNER SOURCE_DIR: the corpus is $MESHCAST_CORPUS, else shared/corpus beside the source tree.
corpus=${MESHCAST_CORPUS:-$2/../shared/corpus}
if [ ! -d "$corpus" ]; then
    echo "skipped: no corpus at $corpus (MESHCAST_CORPUS names another place)"
    exit 77
fi
exec "$1" "$corpus"
