import { describeConcurrency } from './concurrency.suite';

describeConcurrency(100);
