package pipeline.store.sql.statement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a statement, one after the other. */
public final class Binder {

    private final PreparedStatement statement;
    private int place;

    public Binder(PreparedStatement statement) {
        this.statement = statement;
    }

    public Binder text(@Nullable String value) throws SQLException {
        if (value == null) {
            statement.setNull(++place, Types.VARCHAR);
        } else {
            statement.setString(++place, value);
        }
        return this;
    }

    public Binder number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++place, Types.BIGINT);
        } else {
            statement.setLong(++place, value);
        }
        return this;
    }

    public Binder number(int value) throws SQLException {
        statement.setInt(++place, value);
        return this;
    }

    public Binder integer(@Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(++place, Types.INTEGER);
        } else {
            statement.setInt(++place, value);
        }
        return this;
    }

    public Binder real(@Nullable Double value) throws SQLException {
        if (value == null) {
            statement.setNull(++place, Types.DOUBLE);
        } else {
            statement.setDouble(++place, value);
        }
        return this;
    }

    /** Sets some parameters to numbers; the last number fills up. */
    public Binder numbers(List<Long> values, int places) throws SQLException {
        for (int i = 0; i < places; i++) {
            statement.setLong(++place, values.get(Math.min(i, values.size() - 1)));
        }
        return this;
    }

    /** Sets a parameter to an array, of a type as the database calls it. */
    public Binder array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++place, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
