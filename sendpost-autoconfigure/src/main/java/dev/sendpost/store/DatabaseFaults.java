package dev.sendpost.store;

import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells faults of a database that pass from those that do not.
 */
public final class DatabaseFaults {

	private DatabaseFaults() {
	}

	/**
	 * Whether the same may work later: the database is away, or busy with others. What
	 * else it refuses, it would refuse again.
	 * @param ex what a call of the store has thrown
	 * @return whether another try makes sense
	 */
	public static boolean mayPass(RuntimeException ex) {
		return ex instanceof TransactionException || ex instanceof TransientDataAccessException
				|| ex instanceof RecoverableDataAccessException
				|| ex instanceof NonTransientDataAccessResourceException;
	}

}
