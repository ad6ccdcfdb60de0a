package dev.sendpost.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Finds the transaction manager whose commit is a commit in the store.
 */
final class StoreTransactionManager {

	/** What the managers of JDBC, JPA and Hibernate call the database they manage. */
	private static final String DATA_SOURCE = "dataSource";

	private StoreTransactionManager() {
	}

	/**
	 * Find the transaction manager of a database: the application's primary one, or else
	 * any other. One that manages no resource in particular, as JTA's, manages this
	 * database too if it is primary.
	 * @return the transaction manager, or {@code null} if there is none for this database
	 */
	static @Nullable PlatformTransactionManager of(DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> managers) {
		PlatformTransactionManager unique = managers.getIfUnique();
		if (unique != null && !hasDataSource(unique) && !(unique instanceof ResourceTransactionManager)) {
			return unique;
		}
		return Stream.concat(Stream.ofNullable(unique), managers.orderedStream())
			.filter((manager) -> manages(manager, dataSource))
			.findFirst()
			.orElse(null);
	}

	private static boolean hasDataSource(PlatformTransactionManager manager) {
		PropertyDescriptor property = BeanUtils.getPropertyDescriptor(manager.getClass(), DATA_SOURCE);
		return property != null && property.getReadMethod() != null;
	}

	private static boolean manages(PlatformTransactionManager manager, DataSource dataSource) {
		return hasDataSource(manager)
				&& unwrap(new BeanWrapperImpl(manager).getPropertyValue(DATA_SOURCE)) == unwrap(dataSource);
	}

	private static @Nullable Object unwrap(@Nullable Object dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource() : dataSource;
	}

}
