[assembly: AssemblyFixture(typeof(Glm.Testing.TemporaryRoot))]

// The console, the current folder and the running cell belong to the whole process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
