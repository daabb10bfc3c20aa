package pipeline.remote.sshconfig;

import java.util.Map;

/** Replaces the {@code %x} tokens and {@code ${VARIABLE}}s in values of ssh_config(5). */
final class SshTokens {

    private SshTokens() {}

    /**
     * Replaces every token.
     *
     * @param values by token; {@code %%} is always known
     */
    static String expand(SshConfigLine line, String text, Map<Character, String> values) throws SshConfigException {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                char token = ++i < text.length() ? text.charAt(i) : 0;
                String value = token == '%' ? "%" : values.get(token);
                if (value == null) {
                    throw new SshConfigException(line.where() + ": the token %" + (token == 0 ? "" : token)
                            + " is not known for " + line.keyword() + "; known are %% and % before one of "
                            + values.keySet());
                }
                result.append(value);
            } else if (c == '$' && text.startsWith("{", i + 1) && text.indexOf('}', i) > 0) {
                int end = text.indexOf('}', i);
                result.append(variable(line, text.substring(i + 2, end)));
                i = end;
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static String variable(SshConfigLine line, String name) throws SshConfigException {
        String value = System.getenv(name);
        if (value == null) {
            throw new SshConfigException(line.where() + ": the environment variable " + name + " is not set");
        }
        return value;
    }
}
