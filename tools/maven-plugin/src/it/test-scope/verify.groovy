def log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 1, Failures: 0')
assert new File(basedir, 'target/test-classes/com/acme/Brightness.whittle').exists()
assert new File(basedir, 'target/generated-test-sources/whittle/com/acme/Brightness.java').exists()
assert !new File(basedir, 'target/classes/com/acme').exists()
return true
