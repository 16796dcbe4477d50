[assembly: AssemblyFixture(typeof(Glm.Testing.TemporaryRoot))]
