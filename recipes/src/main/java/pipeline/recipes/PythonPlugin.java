package pipeline.recipes;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Calls the function {@code main} of a Python file as LOFAR's node script {@code python_plugin} does. */
final class PythonPlugin {

    /** The name of that node script. */
    static final String NAME = "python_plugin";

    private static final JsonMapper JSON = new JsonMapper();

    /** What the function prints goes to standard error; standard output is what it returns. */
    private static final String CALL = "import json, os, runpy, sys; out = os.fdopen(os.dup(1), 'w'); os.dup2(2, 1);"
            + " sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[1])));"
            + " main = runpy.run_path(sys.argv[1])['main'];"
            + " out.write(json.dumps(main(*json.loads(sys.argv[2]), **json.loads(sys.argv[3])), default=str));"
            + " out.close()";

    private PythonPlugin() {}

    /**
     * Returns the words of the call.
     *
     * @param file of the host
     * @param arguments by place
     * @param options by name
     */
    static List<String> words(String file, List<String> arguments, Map<String, String> options) {
        return List.of(
                "python3", "-c", CALL, file, JSON.writeValueAsString(arguments), JSON.writeValueAsString(options));
    }
}
