"""The audit log: one chained entry for every act, refusal and export; who looked at what."""
