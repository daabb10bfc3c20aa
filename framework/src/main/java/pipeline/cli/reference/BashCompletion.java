package pipeline.cli.reference;

import picocli.AutoComplete;
import picocli.CommandLine;

/** The completion function of bash: that of picocli, and before it the names that only the machine knows which completes them. */
public final class BashCompletion {

    private static final String NAMES = """

            # Offers recipes, job names and hosts, and leaves the rest to the function above.
            function _pipeline_names() {
              local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} kind= word
              local -a typed=()
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                [[ $word == -* ]] || typed+=("$word")
              done
              case $before in
                -j|--job-name) kind=jobs ;;
                --host) kind=hosts ;;
                *)
                  if [[ $current != -* ]]; then
                    case "${typed[*]}" in
                      ''|work|'jobs refresh') kind=recipes ;;
                      drain*|undrain*|'hosts check'*) kind=hosts ;;
                    esac
                  fi
                  ;;
              esac
              COMPREPLY=()
              case $before in
                -j|--job-name|--host) ;;
                *) _complete_pipeline "$@" ;;
              esac
              if [[ -n $kind ]]; then
                COMPREPLY+=($(compgen -W "$("${COMP_WORDS[0]}" __complete "$kind" 2>/dev/null)" -- "$current"))
              fi
            }

            complete -F _pipeline_names -o default pipeline pipeline.sh pipeline.bash
            """;

    private BashCompletion() {}

    public static String of(CommandLine root) {
        return AutoComplete.bash("pipeline", root) + NAMES;
    }
}
