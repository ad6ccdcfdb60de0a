package dev.sendpost.outbox;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.sendpost.outbox.Pause.Scope;
import dev.sendpost.store.Store;

/**
 * What is paused, in the table {@code sendpost_pause}: for all nodes, and across
 * restarts.
 */
final class JdbcPauses {

	private final Store store;

	JdbcPauses(Store store) {
		this.store = store;
	}

	void add(Pause pause) {
		this.store.inCallersTransaction(() -> this.store.insertIfAbsent("sendpost_pause", "scope, name, since",
				pause.scope().name(), pause.name(), this.store.now().toEpochMilli()));
	}

	void remove(Pause pause) {
		this.store.inCallersTransaction(() -> this.store.jdbc()
			.update("delete from sendpost_pause where scope = ? and name = ?", pause.scope().name(), pause.name()));
	}

	Set<Pause> all() {
		return Set.copyOf(this.store.jdbc()
			.query("select scope, name from sendpost_pause",
					(row, number) -> new Pause(Scope.valueOf(row.getString("scope")), row.getString("name"))));
	}

	static Set<String> names(Set<Pause> pauses, Scope scope) {
		return pauses.stream()
			.filter((pause) -> pause.scope() == scope)
			.map(Pause::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
