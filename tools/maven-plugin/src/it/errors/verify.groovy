def log = new File(basedir, 'build.log').text.replace('\r\n', '\n')
def folder = new File(basedir, 'src/main/cnn/com/acme').canonicalPath
def errors = log.readLines().findAll { it.startsWith('[ERROR] ') && it.contains('.cnn') || it.startsWith('  hint: ') }
assert errors == [
    "[ERROR] ${folder}/First.cnn:[3,14] error WN202: there is no operator, block or function `rellu`",
    '  hint: did you mean `relu`?',
    "[ERROR] ${folder}/Second.cnn:[3,29] error WN303: `conv` has no parameter `kernal`",
    '  hint: did you mean `kernel`?',
    "[ERROR] ${folder}/Second.cnn:[4,14] error WN201: there is no variable `edge` here",
    '  hint: did you mean `edges`?'].collect { it.toString() }
assert log.contains('The networks have 3 errors.')
assert log.contains('MojoFailureException')
assert !log.contains('\tat dev.whittle')
assert !new File(basedir, 'target/generated-sources/whittle').exists()
return true
