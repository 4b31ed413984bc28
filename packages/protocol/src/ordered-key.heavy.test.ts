import { describeOrderedKeys } from './ordered-key.suite';

describeOrderedKeys(100_000);
