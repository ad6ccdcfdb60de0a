package dev.sendpost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Inserts what threads without a transaction insert at the same time by one statement,
 * and so with one wait for the disk. To each of them it is a transaction of its own: rows
 * that the database refuses do not take those of others with them.
 */
public final class GroupCommit {

	/**
	 * How many statements run at a time: the database works while the next group forms.
	 */
	private static final int STATEMENTS = 2;

	private static final int MOST_IN_A_GROUP = 8;

	private final Store store;

	private final CombinedInserter inserter;

	private final Queue<Member> waiting = new ConcurrentLinkedQueue<>();

	private final Semaphore statements = new Semaphore(STATEMENTS);

	/**
	 * Create a group commit.
	 * @param store where rows are inserted
	 * @param inserter inserts them
	 */
	public GroupCommit(Store store, CombinedInserter inserter) {
		this.store = store;
		this.inserter = inserter;
	}

	/**
	 * Insert rows: in the caller's transaction, or else committed when this returns.
	 * @param rows the rows of each table, in the order of the inserter's tables
	 * @throws DataAccessException if they cannot be inserted
	 */
	public void insert(List<? extends List<@Nullable Object[]>> rows) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			this.inserter.insert(this.store, rows);
			return;
		}
		Member member = new Member(Thread.currentThread(), rows);
		this.waiting.add(member);
		awaitEnd(member);
		if (member.failure == null) {
			return;
		}
		if (member.isRefused()) {
			this.inserter.insert(this.store, rows);
			return;
		}
		throw member.failure;
	}

	/**
	 * Wait until a thread, this one or another, has inserted the rows of a member.
	 */
	private void awaitEnd(Member member) {
		boolean interrupted = false;
		while (!member.ended) {
			if (!member.taken && this.statements.tryAcquire()) {
				try {
					insertGroup();
				}
				finally {
					this.statements.release();
					wakeNext();
				}
			}
			else {
				if (member.taken) {
					wakeNext();
				}
				LockSupport.park(this);
				interrupted |= Thread.interrupted();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void wakeNext() {
		Member next = this.waiting.peek();
		if (next != null) {
			LockSupport.unpark(next.thread);
		}
	}

	private void insertGroup() {
		List<Member> group = new ArrayList<>(MOST_IN_A_GROUP);
		for (Member member = this.waiting.poll(); member != null; member = this.waiting.poll()) {
			member.taken = true;
			group.add(member);
			if (group.size() == MOST_IN_A_GROUP) {
				break;
			}
		}
		if (group.isEmpty()) {
			return;
		}
		RuntimeException failure = new IllegalStateException("The insert was not tried");
		try {
			this.inserter.insert(this.store, joined(group));
			failure = null;
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		finally {
			for (Member member : group) {
				member.end(failure, group.size());
			}
		}
	}

	private static List<List<@Nullable Object[]>> joined(List<Member> group) {
		List<List<@Nullable Object[]>> joined = new ArrayList<>();
		for (int table = 0; table < group.get(0).rows.size(); table++) {
			List<@Nullable Object[]> rows = new ArrayList<>();
			for (Member member : group) {
				rows.addAll(member.rows.get(table));
			}
			joined.add(rows);
		}
		return joined;
	}

	/**
	 * What one thread waits for.
	 */
	private static final class Member {

		private final Thread thread;

		private final List<? extends List<@Nullable Object[]>> rows;

		private int groupSize;

		private @Nullable RuntimeException failure;

		/** Whether it is in a group already, so that its thread has nothing to do. */
		private volatile boolean taken;

		private volatile boolean ended;

		Member(Thread thread, List<? extends List<@Nullable Object[]>> rows) {
			this.thread = thread;
			this.rows = rows;
		}

		void end(@Nullable RuntimeException failure, int groupSize) {
			this.failure = failure;
			this.groupSize = groupSize;
			this.ended = true;
			LockSupport.unpark(this.thread);
		}

		/**
		 * Whether the database refused the group's rows for what one of them is, rather
		 * than being gone.
		 */
		boolean isRefused() {
			return this.groupSize > 1 && this.failure instanceof NonTransientDataAccessException
					&& !(this.failure instanceof DataAccessResourceFailureException);
		}

	}

}
