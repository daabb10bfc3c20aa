# Included by scripts that work in the node directory: makes it if need be, enters it, and refuses one in which others could
# exchange what lies there. $d is its path then, and what the shell makes from then on nobody else may read.
# The includer sets fail REASON, a function that ends the shell.
# Empty: /var/tmp/pipeline-UID. A leading ~/ is the home directory.
pipeline_node_directory=
umask 077
case $pipeline_node_directory in
('') d=/var/tmp/pipeline-$(id -u) ;;
(\~/*) d=$HOME/${pipeline_node_directory#??} ;;
(*) d=$pipeline_node_directory ;;
esac
# those above it are as the user has them made
# shellcheck disable=SC2174
[ -d "$d" ] || mkdir -p -m 700 -- "$d" 2>/dev/null
[ -d "$d" ] || fail "the node directory $d cannot be made"
# shellcheck disable=SC3067 # -O: every shell in use knows it
{ [ ! -L "$d" ] && [ -O "$d" ]; } || fail "the node directory $d is a link or belongs to somebody else"
# looked at once more from the inside, where nobody can exchange it any more
# shellcheck disable=SC3067
{ cd -P -- "$d" && [ -O . ]; } || fail "the node directory $d cannot be used"
d=$PWD
# ls is asked once for the directory and those above it, from the inside out: $m is a mode, $o the owner of the directory itself,
# $c the owner of the one last looked at. Who owns a directory further up, or is in the group that may write there, is trusted.
u=.
q=..
p=$d
while [ -n "$p" ]; do
    u="$u $q"
    q=../$q
    p=${p%/*}
done
c=
i=9
# shellcheck disable=SC2045,SC2086 # it is their modes and owners that count; $u holds no blank
for w in $(LC_ALL=C ls -ldn $u 2>/dev/null); do
    case $w in (d[r-][w-][xsS-]*) m=$w; i=0 ;; esac
    if [ $i = 2 ]; then
        case $c in
        ('')
            o=$w
            case $m in
            (drwx------*) ;;
            (d????-??-*)
                [ -d slots ] || [ -z "$(ls -A)" ] || fail "the node directory $d holds other things and is open to others; name one of its own"
                chmod 700 . || fail "the node directory $d cannot be closed to others"
                ;;
            (*) fail "others may write to the node directory $d; take away what is not yours in it, then: chmod 700 $d" ;;
            esac
            ;;
        (*)
            case $m in
            (????????w[tT]*) [ "$c" = 0 ] || [ "$c" = "$o" ] || fail "the node directory $d lies in one that somebody else made where all may write" ;;
            (????????w*) fail "the node directory $d lies below one in which all may rename it, since that has no sticky bit" ;;
            esac
            ;;
        esac
        c=$w
    fi
    i=$((i + 1))
done
[ -n "$c" ] || fail "the node directory $d cannot be looked at"
