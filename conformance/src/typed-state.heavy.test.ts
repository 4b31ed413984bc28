import { describeLimitedScans, describeTypedState } from './typed-state.suite';

describeTypedState(1_000);
describeLimitedScans(1_200, 2_300);
