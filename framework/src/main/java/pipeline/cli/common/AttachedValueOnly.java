package pipeline.cli.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Keeps an option with an optional value from eating the word behind it: only {@code --option=value} gives it one. */
public final class AttachedValueOnly implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // the interface wants a Stack
    public boolean preprocess(Stack<String> args, CommandSpec commandSpec, ArgSpec argSpec, Map<String, Object> info) {
        if ("=".equals(info.get("separator"))) {
            return false;
        }
        if (argSpec.getValue() instanceof List<?> before) {
            List<Object> all = new ArrayList<>(before);
            all.add("");
            argSpec.setValue(all);
        } else {
            argSpec.setValue("");
        }
        return true;
    }
}
