package dev.sendpost.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.sendpost.EmailStream;
import dev.sendpost.outbox.Pause.Scope;

/**
 * Claims from all lanes in turn. Used by one thread.
 */
final class Claimer {

	private final JdbcClaims claims;

	private final Supplier<UUID> leases;

	private final long lanesValidNanos;

	private final Set<Lane> lanes = new LinkedHashSet<>();

	private long lanesReadAt;

	private boolean lanesRead;

	Claimer(JdbcClaims claims, Supplier<UUID> leases, long lanesValidMillis) {
		this.claims = claims;
		this.leases = leases;
		this.lanesValidNanos = TimeUnit.MILLISECONDS.toNanos(lanesValidMillis);
	}

	/**
	 * Claim due messages.
	 * @param transactional the most messages of transactional mail
	 * @param broadcast the most messages of broadcast mail
	 * @param paused what is left out
	 * @param woken lanes in which there is work for sure
	 */
	List<ClaimedEmail> claim(int transactional, int broadcast, Set<Pause> paused, Collection<String> woken) {
		if (paused.contains(Pause.EVERYTHING)) {
			return List.of();
		}
		refreshLanes();
		woken.forEach((name) -> this.lanes.add(Lane.of(name)));
		Set<String> pausedSubAccounts = JdbcPauses.names(paused, Scope.SUB_ACCOUNT);
		List<ClaimedEmail> claimed = new ArrayList<>();
		claim(EmailStream.TRANSACTIONAL, transactional, pausedSubAccounts, claimed);
		claim(EmailStream.BROADCAST, broadcast, pausedSubAccounts, claimed);
		return claimed;
	}

	private void refreshLanes() {
		long now = System.nanoTime();
		if (!this.lanesRead || now - this.lanesReadAt >= this.lanesValidNanos) {
			this.lanes.addAll(this.claims.lanes());
			this.lanesReadAt = now;
			this.lanesRead = true;
		}
	}

	private void claim(EmailStream stream, int limit, Set<String> pausedSubAccounts, List<ClaimedEmail> claimed) {
		List<Lane> turn = this.lanes.stream()
			.filter((lane) -> lane.stream() == stream && !pausedSubAccounts.contains(lane.subAccount()))
			.toList();
		int free = limit;
		while (free > 0 && !turn.isEmpty()) {
			int share = Math.max(1, free / turn.size());
			List<Lane> more = new ArrayList<>();
			for (Lane lane : turn) {
				if (free == 0) {
					return;
				}
				int wanted = Math.min(share, free);
				List<ClaimedEmail> found = this.claims.claim(lane, wanted, this.leases.get());
				claimed.addAll(found);
				free -= found.size();
				moveBehind(lane, found.size() == wanted);
				if (found.size() == wanted) {
					more.add(lane);
				}
			}
			turn = more;
		}
	}

	/**
	 * A lane that had its turn comes last the next time; one with nothing more is left
	 * out until it is seen again.
	 */
	private void moveBehind(Lane lane, boolean keep) {
		this.lanes.remove(lane);
		if (keep) {
			this.lanes.add(lane);
		}
	}

}
