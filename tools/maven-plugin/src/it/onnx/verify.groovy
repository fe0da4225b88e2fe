def log = new File(basedir, 'build.log').text
def facade = new File(basedir, 'target/generated-sources/whittle/com/acme/Brightness.java').text
assert facade.contains('classify(')
def classes = new File(basedir, 'target/classes/com/acme').list() as Set
assert classes.containsAll(['Brightness.class', 'Brightness.whittle', 'Brightness_v512_b1.class'])
assert log.contains('Tests run: 3, Failures: 0, Errors: 0')

// the model's settings, its labels and the file of its tensors are part of the key
def compiled = (log =~ /(\d) of (\d) files compiled/).collect { it[1] + ' of ' + it[2] }
assert compiled == ['1 of 1', '0 of 1', '1 of 1', '1 of 1', '1 of 1']
return true
