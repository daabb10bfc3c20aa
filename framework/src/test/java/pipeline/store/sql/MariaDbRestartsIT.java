package pipeline.store.sql;

import pipeline.testing.stores.MariaDbServer;

class MariaDbRestartsIT extends ServerRestartsContract {

    MariaDbRestartsIT() {
        super(MariaDbServer::new);
    }
}
