package pipeline.remote.sshconfig;

import java.util.Map;

/** Replaces the {@code %x} tokens and {@code ${VARIABLE}}s in values of ssh_config(5). */
final class TokenExpansion {

    /** Longer than any name of a file or host, and than any command that makes sense. */
    private static final int LONGEST = 1 << 17;

    private TokenExpansion() {}

    /**
     * Replaces every token and every variable.
     *
     * @param values by token; {@code %%} is always known
     */
    static String expand(SshConfigLine line, String text, Map<Character, String> values) throws SshConfigException {
        return expand(line, text, values, true);
    }

    /** Replaces every token, for keywords whose variables are left alone or to a shell. */
    static String expandPercent(SshConfigLine line, String text, Map<Character, String> values)
            throws SshConfigException {
        return expand(line, text, values, false);
    }

    private static String expand(SshConfigLine line, String text, Map<Character, String> values, boolean withVariables)
            throws SshConfigException {
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
            } else if (c == '$' && withVariables && text.startsWith("{", i + 1)) {
                int end = text.indexOf('}', i);
                if (end < 0) {
                    throw new SshConfigException(line.where() + ": ${ without its } in " + text);
                }
                result.append(variable(line, text.substring(i + 2, end)));
                i = end;
            } else {
                result.append(c);
            }
            if (result.length() > LONGEST) {
                throw new SshConfigException(line.where() + ": the value of " + line.keyword() + " is longer than "
                        + LONGEST + " characters when its tokens are replaced");
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
