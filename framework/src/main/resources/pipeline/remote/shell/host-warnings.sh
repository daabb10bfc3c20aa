# Run by the shell of a slot in a subshell of its own: prints, a line for each, what may keep jobs from outliving their connection
# on this host: a node directory on a network file system, and a logind that ends what outlives a login. The first slot of an owner
# looks, the others print nothing. $pipeline_slot is the slot's directory.
# The id of whose slot it is.
pipeline_owner=
# Where the host's own files lie: empty but in tests.
pipeline_root=
# The user, if the host is not to be asked for the name.
pipeline_user=
exec </dev/null 2>/dev/null
umask 077
set --
# shellcheck disable=SC2154 # set by the includer
d=${pipeline_slot%/*}
(set -C; : >"$d/$pipeline_owner.told") || exit
d=${d%/*}
. ./host-cautions.sh
# what follows looks among the slots
d=${pipeline_slot%/*}
