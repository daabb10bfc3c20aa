# A question to a host: removes what has arrived of a file or tree.
pipeline_directory=
pipeline_link=
rm -rf "$pipeline_directory"
[ -z "$pipeline_link" ] || rm -f "$pipeline_link"
