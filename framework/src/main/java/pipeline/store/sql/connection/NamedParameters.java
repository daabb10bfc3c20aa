package pipeline.store.sql.connection;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the parameters of a statement, {@code :name} or {@code ?}, outside of texts in quotes and of comments; {@code ::type} is a
 * cast, and {@code ??} is left to the driver of PostgreSQL, for an operator with a question mark. JDBI's own parser finds the same
 * with a lexer of ANTLR, which takes a process milliseconds for each statement that it has not seen before.
 */
final class NamedParameters implements SqlParser {

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql.Builder parsed = ParsedSql.builder();
        int from = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = endOfLiteral(sql, at);
            if (end > at) {
                at = end;
                continue;
            }
            char c = sql.charAt(at);
            int name = endOfName(sql, at + 1);
            if (c == '?') {
                parsed.append(sql.substring(from, at)).appendPositionalParameter();
                at++;
                from = at;
            } else if (c == ':' && name > at + 1) {
                parsed.append(sql.substring(from, at)).appendNamedParameter(sql.substring(at + 1, name));
                at = name;
                from = at;
            } else {
                at++;
            }
        }
        return parsed.append(sql.substring(from)).build();
    }

    @Override
    public String nameParameter(String rawName, StatementContext context) {
        return ":" + rawName;
    }

    /** Returns where what begins here ends, if no parameter can stand in it; else the same place. */
    private static int endOfLiteral(String sql, int at) {
        char c = sql.charAt(at);
        return switch (c) {
            // a quote that is doubled ends one text and begins another
            case '\'', '"', '`' -> after(sql, sql.indexOf(c, at + 1), 1);
            case '-' -> sql.startsWith("--", at) ? after(sql, sql.indexOf('\n', at), 1) : at;
            case '/' -> sql.startsWith("/*", at) ? after(sql, sql.indexOf("*/", at + 2), 2) : at;
            case ':', '?' -> sql.startsWith(String.valueOf(c), at + 1) ? at + 2 : at;
            default -> at;
        };
    }

    private static int after(String sql, int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private static int endOfName(String sql, int begin) {
        int end = begin;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }
}
